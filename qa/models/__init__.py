from qa.models.check import CheckRun, CheckSetting, Finding
from qa.models.issue import Comment, Issue
from qa.models.review import Review
from qa.models.sample import Sample, SampleItem

__all__ = ["CheckRun", "CheckSetting", "Comment", "Finding", "Issue", "Review", "Sample", "SampleItem"]
