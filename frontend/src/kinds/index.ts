export { answers } from './answers'
export { type Box, boundsOfBox, box, boxOf } from './box'
export {
  type Cuboid,
  centreOf,
  containsPoint,
  cornersOfCuboid,
  cuboid,
  cuboidOf,
  faceMoved,
  fromBox,
  headingOf,
  moved,
  quartered,
  sizeOf,
  spun,
  toBox,
  yawed,
} from './cuboid'
export { type Cuboid2d, cornersOfCuboid2d, cuboid2d } from './cuboid2d'
export { type Ellipse, ellipse, outlineOfEllipse } from './ellipse'
export { empty } from './empty'
export { bitmapOf, type Mask, mask, maskOf } from './mask'
export { withAttributeFrom, withOccludedFrom } from './over_time'
export type { NoData } from './parts/asset_level'
export type { Point3, Quaternion } from './parts/space'
export type { Lane } from './parts/time'
export { type PictureBox, pictureBox, placeInPicture } from './picture_box'
export { type PointClass, type PointLabels, pointLabels } from './point_labels'
export { type Points, points } from './points'
export { type Polygon, polygon } from './polygon'
export { type Polygon3d, polygon3d } from './polygon3d'
export { type Polyline, polyline } from './polyline'
export { type Polyline3d, polyline3d } from './polyline3d'
export { type Relation, relation } from './relation'
export { cornersOf, type RotatedBox, rotatedBox } from './rotated_box'
export { type Segment, segment } from './segment'
export {
  type Joint,
  type Joints,
  jointHandle,
  jointOf,
  markedJoints,
  type Skeleton,
  skeleton,
  type Visibility,
} from './skeleton'
export { tag } from './tag'
export { type TimePoint, timePoint } from './time_point'
export {
  type Keyframe,
  livesOf,
  mergeTracks,
  splitTrack,
  type Track,
  track,
  trackAt,
  trimTrack,
  withKeyframe,
  withoutKeyframe,
} from './track'
