"""What reviewers changed, as figures."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from projects.api.common import ReferenceSerializer


class BilingualSerializer(serializers.Serializer[Any]):
    en = serializers.CharField()
    zh = serializers.CharField()


class RateSerializer(serializers.Serializer[Any]):
    """Edits for what the reviewer's answer has."""

    wrong = serializers.IntegerField()
    of = serializers.IntegerField()
    rate = serializers.FloatField(allow_null=True)


class WordRateSerializer(RateSerializer):
    """`low` and `high` bound the share of right words with 95 % certainty (Clopper-Pearson)."""

    low = serializers.FloatField()
    high = serializers.FloatField()


class BoundaryHitsSerializer(serializers.Serializer[Any]):
    """Boundaries that stand within 50 ms of where the reviewer left them."""

    precision = serializers.FloatField()
    recall = serializers.FloatField(allow_null=True)
    f1 = serializers.FloatField()


class TurnErrorsSerializer(serializers.Serializer[Any]):
    """Diarization error rate and its parts, as shares of the speech."""

    rate = serializers.FloatField()
    missed = serializers.FloatField()
    false_alarm = serializers.FloatField()
    confusion = serializers.FloatField()


class LabelScoreSerializer(serializers.Serializer[Any]):
    """Objects of one label that are right, missing and too many beside the reviewer's answer."""

    label = serializers.CharField()  # type: ignore[assignment]  # a field of the JSON, not of Field
    name = BilingualSerializer(allow_null=True)
    right = serializers.IntegerField()
    missed = serializers.IntegerField()
    extra = serializers.IntegerField()
    f1 = serializers.FloatField(allow_null=True)


class ConfusionSerializer(serializers.Serializer[Any]):
    """Objects under a label that reviewers changed to another one."""

    found = serializers.CharField()
    found_name = BilingualSerializer(allow_null=True)
    right = serializers.CharField()
    right_name = BilingualSerializer(allow_null=True)
    count = serializers.IntegerField()


class LikenessSerializer(serializers.Serializer[Any]):
    """How alike objects are that both answers have: means of the measures of their kinds; lines in pixels apart."""

    iou = serializers.FloatField(allow_null=True)
    boundary_iou = serializers.FloatField(allow_null=True)
    oks = serializers.FloatField(allow_null=True)
    line_distance = serializers.FloatField(allow_null=True)


class ObjectScoresSerializer(serializers.Serializer[Any]):
    """Objects beside the reviewer's answer, those the same that are at least half alike. `low` and `high` bound the
    recall with 95 % certainty (Clopper-Pearson)."""

    right = serializers.IntegerField()
    relabelled = serializers.IntegerField()
    missed = serializers.IntegerField()
    extra = serializers.IntegerField()
    precision = serializers.FloatField(allow_null=True)
    recall = serializers.FloatField(allow_null=True)
    f1 = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()
    labels = LabelScoreSerializer(many=True, help_text="The worst first")
    confusions = ConfusionSerializer(many=True)
    measures = LikenessSerializer()


class TrackScoresSerializer(serializers.Serializer[Any]):
    """Tracks beside the reviewer's answer, over at most 300 frames of each video."""

    hota = serializers.FloatField()
    detection = serializers.FloatField()
    association = serializers.FloatField()
    mota = serializers.FloatField(allow_null=True)
    motp = serializers.FloatField(allow_null=True)
    idf1 = serializers.FloatField(allow_null=True)
    switches = serializers.IntegerField()


class BoxBinSerializer(serializers.Serializer[Any]):
    """Boxes of scenes in single frames beside the reviewer's, those the same whose centres lie within 2 m. Means over
    them: overlap seen from above and of volumes, metres between centres, one minus the overlap of sizes, radians
    between headings, share that looks the other way; over those for which they are known: metres per second between
    velocities, share of attributes that differ. `bin` is near (to 30 m), middle (to 50 m), far or all."""

    bin = serializers.CharField()
    right = serializers.IntegerField()
    missed = serializers.IntegerField()
    extra = serializers.IntegerField()
    precision = serializers.FloatField(allow_null=True)
    recall = serializers.FloatField(allow_null=True)
    f1 = serializers.FloatField(allow_null=True)
    bev = serializers.FloatField(allow_null=True)
    volume = serializers.FloatField(allow_null=True)
    distance = serializers.FloatField(allow_null=True)
    scale = serializers.FloatField(allow_null=True)
    heading = serializers.FloatField(allow_null=True)
    flips = serializers.FloatField(allow_null=True)
    velocity = serializers.FloatField(allow_null=True)
    attribute = serializers.FloatField(allow_null=True)


class BoxScoresSerializer(BoxBinSerializer):
    """All of them, and by distance from the vehicle."""

    bin = None  # type: ignore[assignment]  # of the whole there is none
    f1 = serializers.FloatField()
    bins = BoxBinSerializer(many=True)


class PointLabelScoreSerializer(serializers.Serializer[Any]):
    """Overlap of the points of one label."""

    label = serializers.CharField()  # type: ignore[assignment]  # a field of the JSON, not of Field
    name = BilingualSerializer(allow_null=True)
    iou = serializers.FloatField()


class PointScoresSerializer(serializers.Serializer[Any]):
    """Labels of points beside the reviewer's: mean overlap over labels, panoptic quality, the worst labels first."""

    iou = serializers.FloatField()
    quality = serializers.FloatField(allow_null=True)
    labels = PointLabelScoreSerializer(many=True)


class CorrectionSerializer(serializers.Serializer[Any]):
    """Words that reviewers replaced; an empty side was put in or left out."""

    old = serializers.CharField(allow_blank=True)
    new = serializers.CharField(allow_blank=True)
    count = serializers.IntegerField()


class RatingAgreementSerializer(serializers.Serializer[Any]):
    """Annotator and reviewer about one attribute: share of equal values, Cohen's kappa (of numbers with quadratic
    weights), and how much higher reviewers rate on average."""

    key = serializers.CharField()
    name = BilingualSerializer(allow_null=True)
    count = serializers.IntegerField()
    same = serializers.FloatField()
    kappa = serializers.FloatField(allow_null=True)
    moved = serializers.FloatField(allow_null=True)


class RatingsOfSeveralSerializer(serializers.Serializer[Any]):
    """One attribute; what is not defined is null: intraclass correlations and bias are of numbers."""

    key = serializers.CharField()
    name = BilingualSerializer(allow_null=True)
    things = serializers.IntegerField(help_text="Rated by at least two")
    same = serializers.FloatField(help_text="Share on which all agree")
    kappa = serializers.FloatField(allow_null=True, help_text="Cohen's, of pairs; quadratic weights for numbers")
    alpha = serializers.FloatField(allow_null=True, help_text="Krippendorff's")
    icc = serializers.FloatField(allow_null=True, help_text="Of one rater")
    icc_mean = serializers.FloatField(allow_null=True, help_text="Of the mean of all")
    raters = serializers.IntegerField(allow_null=True, help_text="People per thing, as most have it")
    bias = serializers.DictField(child=serializers.FloatField(), help_text="Person -> how much higher than the others")


class LikeObjectsSerializer(serializers.Serializer[Any]):
    f1 = serializers.FloatField()
    iou = serializers.FloatField(allow_null=True, help_text="Mean of those that two people have")


class LikeTracksSerializer(serializers.Serializer[Any]):
    hota = serializers.FloatField()
    mota = serializers.FloatField(allow_null=True)
    idf1 = serializers.FloatField(allow_null=True)


class LikeBoxesSerializer(serializers.Serializer[Any]):
    f1 = serializers.FloatField()
    distance = serializers.FloatField(allow_null=True, help_text="Mean metres between centres")


class LikenessOfDrawingsSerializer(serializers.Serializer[Any]):
    """What is drawn, followed, or boxed in scenes; null where nothing of the kind was compared."""

    objects = LikeObjectsSerializer(allow_null=True)
    tracks = LikeTracksSerializer(allow_null=True)
    boxes = LikeBoxesSerializer(allow_null=True)
    points = serializers.FloatField(
        allow_null=True, help_text="Share of the labelled points that all, of a person that most say the same of"
    )


class LikenessOfPersonSerializer(LikenessOfDrawingsSerializer):
    id = serializers.UUIDField()


class DrawnBySeveralSerializer(LikenessOfDrawingsSerializer):
    """Over every two people, each once taken for right."""

    items = serializers.IntegerField()
    people = LikenessOfPersonSerializer(many=True, help_text="Each beside the others")


class RaterAgreementSerializer(serializers.Serializer[Any]):
    items = serializers.IntegerField(help_text="Compared: the newest that several answered")
    people = ReferenceSerializer(many=True)
    words = RateSerializer(allow_null=True)
    drawn = DrawnBySeveralSerializer()
    ratings = RatingsOfSeveralSerializer(many=True)


class ReviewChangesSerializer(serializers.Serializer[Any]):
    """What reviewers changed; null or empty where nothing of the kind was compared."""

    reviews = serializers.IntegerField()
    words = WordRateSerializer(allow_null=True)
    characters = RateSerializer(allow_null=True)
    bounds = BoundaryHitsSerializer(allow_null=True)
    turns = TurnErrorsSerializer(allow_null=True)
    objects = ObjectScoresSerializer(allow_null=True)
    tracks = TrackScoresSerializer(allow_null=True)
    boxes = BoxScoresSerializer(allow_null=True)
    points = PointScoresSerializer(allow_null=True)
    corrections = CorrectionSerializer(many=True)
    ratings = RatingAgreementSerializer(many=True)
