"""One small drive, written in every layout that is recognised: what comes out must be the drive that went in."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from annotation.geometry3d.poses import Pose
from annotation.geometry3d.quaternion import Quaternion, angles_of, from_angles, from_matrix, from_yaw
from tests.annotation.modalities.clouds import kitti, pcd, ply

Floats = NDArray[np.float64]
FRAMES = 3
RNG = np.random.default_rng(17)
EGO = [Pose((2.0 * at, 0.3 * at, 0.01 * at), from_angles(0.01, 0.02 * at, 0.1 * at)) for at in range(FRAMES)]
"""Ego to world."""
SIGHT = from_matrix(np.array([[0.0, 0, 1], [-1, 0, 0], [0, -1, 0]]))
"""The optical frame of a camera that looks forward, in the ego frame."""
CAMERA = Pose((1.5, 0.2, 1.4), SIGHT)
FX, FY, CX, CY, WIDTH, HEIGHT = 80.0, 82.0, 64.0, 48.0, 128, 96
LEFT_BACK = Pose(q=from_yaw(math.pi / 2))
"""A lidar with x left and y backward, in the ego frame: its x axis looks to the left."""
Y_FORWARD = Pose(q=from_yaw(-math.pi / 2))
"""A vehicle with x right and y forward, in the ego frame."""


def points(at: int) -> Floats:
    """x, y, z in the ego frame and intensity, of frame `at`: a street with a wall and things on it."""
    rng = np.random.default_rng(at)
    street = np.concatenate([rng.uniform(-12, 12, (1500, 2)), rng.normal(-1.7, 0.01, (1500, 1))], axis=1)
    things = rng.uniform((2, -8, -1.6), (25, 8, 1.5), (500, 3))
    shade = rng.integers(0, 200, (2000, 1))
    return np.concatenate([np.concatenate([street, things]), shade], axis=1)


@dataclass(frozen=True)
class Drive:
    """Files by name, and what the scene should be."""

    files: dict[str, bytes]
    frames: int = FRAMES
    scenes: int = 1
    posed: bool = True
    cameras: tuple[str, ...] = ("front",)


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (WIDTH, HEIGHT), (90, 120, 90)).save(out, "JPEG")
    return out.getvalue()


def cloud(at: int, sensor: Pose = Pose()) -> Floats:  # noqa: B008 - frozen
    """The points of a frame as a sensor at this place of the ego frame has them."""
    found = points(at)
    found[:, :3] = sensor.inverse().apply(found[:, :3])
    return found


def k() -> Floats:
    return np.array([[FX, 0, CX], [0, FY, CY], [0, 0, 1]])


def scalar_first(q: Quaternion) -> list[float]:
    return [q.w, q.x, q.y, q.z]


def pandaset() -> Drive:
    files = {
        "cameras/front/intrinsics.json": {"fx": FX, "fy": FY, "cx": CX, "cy": CY},
    }
    data: dict[str, bytes] = {name: json.dumps(value).encode() for name, value in files.items()}
    data["cameras/front/extrinsics.json"] = heading(camera_in_vehicle())
    for at in range(FRAMES):
        data[f"poses/{at + 1}.json"] = heading(EGO[at] @ Y_FORWARD)
        data[f"pointcloud/{at + 1}.ply"] = ply("binary_little_endian", cloud(at, Y_FORWARD).astype(np.float32))
        data[f"cameras/front/{at + 1}.jpg"] = picture()
    return Drive(data)


def camera_in_vehicle() -> Pose:
    return Y_FORWARD.inverse() @ CAMERA


def heading(pose: Pose) -> bytes:
    return json.dumps({"position": list(pose.t), "heading": scalar_first(pose.q)}).encode()


def sustech() -> Drive:
    extrinsic = (LEFT_BACK.inverse() @ CAMERA).inverse().matrix
    calibration = {"extrinsic": extrinsic.reshape(-1).tolist(), "intrinsic": k().reshape(-1).tolist()}
    data = {"drive/calib/camera/front.json": json.dumps(calibration).encode()}
    for at in range(FRAMES):
        data[f"drive/lidar/{at:06}.pcd"] = pcd("binary", cloud(at, LEFT_BACK).astype(np.float32))
        data[f"drive/camera/front/{at:06}.jpg"] = picture()
        data[f"drive/label/{at:06}.json"] = b"[]"
    return Drive(data, posed=False)


RECT = Pose(q=from_angles(0.004, -0.01, 0.002))
"""From the frame of camera 0 to the rectified one."""
CAM0 = Pose((0.27, 0.0, -0.08), SIGHT)
"""Camera 0 in the velodyne's frame."""
BASELINE = 0.06


def _kitti_matrices() -> dict[str, Floats]:
    """Camera 2 beside the rectified camera 0."""
    projection = k() @ np.concatenate([np.eye(3), [[BASELINE], [0.0], [0.0]]], axis=1)
    return {"P2": projection, "R0_rect": RECT.rotation, "Tr_velo_to_cam": CAM0.inverse().matrix[:3],
            "Tr_imu_to_velo": IMU.matrix[:3]}  # fmt: skip


IMU = Pose((-0.81, 0.32, -0.8), from_angles(0.0, 0.01, -0.02))
"""The IMU in the velodyne's frame."""


def kitti_camera() -> Pose:
    """Camera 2 in the velodyne's frame, which is the ego's."""
    rectified = CAM0 @ RECT.inverse()
    return rectified @ Pose((-BASELINE, 0.0, 0.0))


def _lines(matrices: dict[str, Floats], colon: str = ":") -> bytes:
    rows = (f"{name}{colon} " + " ".join(f"{value:.12e}" for value in m.reshape(-1)) for name, m in matrices.items())
    return "\n".join(rows).encode() + b"\n"


def kitti_object() -> Drive:
    data: dict[str, bytes] = {}
    for at in range(FRAMES):
        data[f"training/velodyne/{at:06}.bin"] = kitti(cloud(at).astype(np.float32))
        data[f"training/calib/{at:06}.txt"] = _lines(_kitti_matrices())
        data[f"training/image_2/{at:06}.png"] = picture()
        data[f"training/label_2/{at:06}.txt"] = b""
    return Drive(data, frames=1, scenes=FRAMES, posed=False, cameras=("image_2",))


def _packet(at: int) -> str:
    """The GPS packet of a frame: the IMU's place on a Mercator map at 49 degrees north."""
    pose = EGO[at] @ IMU
    lat0, lon0 = 49.0, 8.4
    scale, radius = math.cos(math.radians(lat0)), 6_378_137.0
    first = EGO[0] @ IMU
    y0 = scale * radius * math.log(math.tan(math.radians(90 + lat0) / 2))
    lon = lon0 + math.degrees((pose.t[0] - first.t[0]) / (scale * radius))
    y = y0 + pose.t[1] - first.t[1]
    lat = math.degrees(2 * math.atan(math.exp(y / (scale * radius)))) - 90
    numbers = [lat, lon, 110 + pose.t[2], *angles_of(pose.q), *[0.0] * 24]
    return " ".join(f"{value:.12f}" for value in numbers)


def kitti_tracking() -> Drive:
    names = {"P2": "P2", "R0_rect": "R_rect", "Tr_velo_to_cam": "Tr_velo_cam", "Tr_imu_to_velo": "Tr_imu_velo"}
    matrices = {names[name]: value for name, value in _kitti_matrices().items()}
    data = {
        "training/calib/0004.txt": _lines(matrices, ""),
        "training/oxts/0004.txt": "\n".join(_packet(at) for at in range(FRAMES)).encode(),
    }
    for at in range(FRAMES):
        data[f"training/velodyne/0004/{at:06}.bin"] = kitti(cloud(at).astype(np.float32))
        data[f"training/image_02/0004/{at:06}.png"] = picture()
    return Drive(data, cameras=("image_02",))


def kitti_raw() -> Drive:
    def split(matrix: Floats) -> bytes:
        return b"calib_time: 15-Mar-2012 11:37:16\n" + _lines({"R": matrix[:, :3], "T": matrix[:, 3]})

    matrices = _kitti_matrices()
    cameras = {"P_rect_02": matrices["P2"], "R_rect_00": matrices["R0_rect"]}
    drive = "2011_09_26/2011_09_26_drive_0001_sync"
    data = {
        "2011_09_26/calib_velo_to_cam.txt": split(matrices["Tr_velo_to_cam"]),
        "2011_09_26/calib_imu_to_velo.txt": split(matrices["Tr_imu_to_velo"]),
        "2011_09_26/calib_cam_to_cam.txt": b"corner_dist: 9.95e-02\n" + _lines(cameras),
        f"{drive}/velodyne_points/timestamps.txt": b"\n".join(
            f"2011-09-26 13:02:2{at}.95{at}000001".encode() for at in range(FRAMES)
        ),
    }
    for at in range(FRAMES):
        data[f"{drive}/velodyne_points/data/{at:010}.bin"] = kitti(cloud(at).astype(np.float32))
        data[f"{drive}/image_02/data/{at:010}.png"] = picture()
        data[f"{drive}/oxts/data/{at:010}.txt"] = _packet(at).encode()
    return Drive(data, cameras=("image_02",))


def semantic_kitti() -> Drive:
    matrices = {"P2": _kitti_matrices()["P2"], "Tr": CAM0.inverse().matrix[:3]}
    ways = [CAM0.inverse() @ EGO[0].inverse() @ EGO[at] @ CAM0 for at in range(FRAMES)]
    lines = (" ".join(f"{value:.12e}" for value in way.matrix[:3].reshape(-1)) for way in ways)
    data = {
        "sequences/08/calib.txt": _lines(matrices),
        "sequences/08/poses.txt": "\n".join(lines).encode(),
        "sequences/08/times.txt": b"0.0\n1.035e-01\n2.07e-01\n",
    }
    for at in range(FRAMES):
        data[f"sequences/08/velodyne/{at:06}.bin"] = kitti(cloud(at).astype(np.float32))
        data[f"sequences/08/image_2/{at:06}.png"] = picture()
        data[f"sequences/08/labels/{at:06}.label"] = bytes(8000)
    return Drive(data, cameras=("image_2",))


X_RIGHT = Pose((0.9, 0.0, 0.1), from_yaw(-math.pi / 2))
"""The lidar of nuScenes in the ego frame: x right, y forward."""
LATE = Pose((0.15, 0.0, 0.0))
"""How far the car drives between sweep and picture."""


def nuscenes() -> Drive:
    """Two scenes, the second of one sample without pictures."""

    def placed(token: str, pose: Pose, **more: object) -> dict[str, object]:
        return {"token": token, "translation": list(pose.t), "rotation": scalar_first(pose.q), **more}

    tables: dict[str, list[dict[str, object]]] = {
        "scene": [{"token": "s0", "name": "scene-0061"}, {"token": "s1", "name": "scene-0103"}],
        "sensor": [
            {"token": "lidar", "channel": "LIDAR_TOP", "modality": "lidar"},
            {"token": "front", "channel": "CAM_FRONT", "modality": "camera"},
            {"token": "radar", "channel": "RADAR_FRONT", "modality": "radar"},
        ],
        "calibrated_sensor": [
            placed("cl", X_RIGHT, sensor_token="lidar", camera_intrinsic=[]),
            placed("cc", CAMERA, sensor_token="front", camera_intrinsic=k().tolist()),
            placed("cr", CAMERA, sensor_token="radar", camera_intrinsic=[]),
        ],
        "sample": [], "sample_data": [], "ego_pose": [],
    }  # fmt: skip
    data: dict[str, bytes] = {}
    for at in (2, 0, 1, 3):
        scene, ego = ("s1", EGO[0]) if at == 3 else ("s0", EGO[at])
        time = 1_533_151_603_547_590 + 500_000 * at
        tables["sample"].append({"token": f"sample{at}", "scene_token": scene, "timestamp": time})
        tables["ego_pose"] += [placed(f"el{at}", ego), placed(f"ec{at}", ego @ LATE)]
        for sensor, suffix, key in (
            ("l", "pcd.bin", True),
            ("c", "jpg", True),
            ("r", "pcd", True),
            ("l", "bin", False),
        ):
            name = f"samples/{sensor}/{at}.{suffix}"
            row = {"token": f"{sensor}{at}{key}", "sample_token": f"sample{at}", "filename": name, "is_key_frame": key,
                   "ego_pose_token": f"e{'c' if sensor == 'c' else 'l'}{at}", "calibrated_sensor_token": f"c{sensor}",
                   "timestamp": time, "width": WIDTH, "height": HEIGHT}  # fmt: skip
            tables["sample_data"].append(row)
        five = np.concatenate([cloud(min(at, 2), X_RIGHT), np.zeros((2000, 1))], axis=1)
        data[f"samples/l/{at}.pcd.bin"] = kitti(five.astype(np.float32))
        if at < FRAMES:
            data[f"samples/c/{at}.jpg"] = picture()
    data |= {f"v1.0-mini/{name}.json": json.dumps(rows).encode() for name, rows in tables.items()}
    return Drive(data, scenes=2, cameras=("CAM_FRONT",))


def supervisely() -> Drive:
    meta = {
        "deviceId": "front",
        "sensorsData": {
            "intrinsicMatrix": k().reshape(-1).tolist(),
            "extrinsicMatrix": CAMERA.inverse().matrix[:3].reshape(-1).tolist(),
        },
    }
    data = {"drive/frame_pointcloud_map.json": json.dumps({str(at): f"c{at}.pcd" for at in range(FRAMES)}).encode()}
    for at in range(FRAMES):
        data[f"drive/pointcloud/c{at}.pcd"] = pcd("binary", cloud(at).astype(np.float32))
        data[f"drive/related_images/c{at}_pcd/p.jpg"] = picture()
        data[f"drive/related_images/c{at}_pcd/p.jpg.json"] = json.dumps({"name": "p.jpg", "meta": meta}).encode()
    return Drive(data, posed=False)


def xtreme1() -> Drive:
    inner = {"fx": FX, "fy": FY, "cx": CX, "cy": CY}
    outer = CAMERA.inverse().matrix.T.reshape(-1).tolist()
    config = [{"cameraInternal": inner, "cameraExternal": outer, "rowMajor": False, "width": WIDTH, "height": HEIGHT}]
    data: dict[str, bytes] = {}
    for at in range(FRAMES):
        data[f"drive/lidar_point_cloud_0/{at:02}.pcd"] = pcd("binary", cloud(at).astype(np.float32))
        data[f"drive/camera_image_0/{at:02}.jpg"] = picture()
        data[f"drive/camera_config/{at:02}.json"] = json.dumps(config).encode()
    return Drive(data, posed=False, cameras=("camera_0",))


def scale() -> Drive:
    def named(pose: Pose, place: str, heading: str) -> dict[str, object]:
        return {place: dict(zip("xyz", pose.t, strict=True)), heading: dict(zip("wxyz", pose.q, strict=True))}

    data: dict[str, bytes] = {}
    for at in range(FRAMES):
        world = points(at)
        world[:, :3] = EGO[at].apply(world[:, :3])
        camera = named(EGO[at] @ CAMERA, "position", "heading")
        url = f"https://example.com/drive/p{at}.jpg?signed=1"
        image = {"fx": FX, "fy": FY, "cx": CX, "cy": CY, "image_url": url, **camera}
        frame = {"points": [dict(zip("xyzi", row, strict=True)) for row in world.tolist()], "images": [image]}
        way = named(EGO[at], "device_position", "device_heading")
        data[f"drive/frames/{at}.json"] = json.dumps({**frame, **way}).encode()
        data[f"drive/images/p{at}.jpg"] = picture()
    return Drive(data, cameras=("camera_0",))


def openlabel() -> Drive:
    matrix = {"camera_matrix": [*k()[0], 0, *k()[1], 0, *k()[2], 0], "width_px": WIDTH, "height_px": HEIGHT}
    streams = {
        "lidar": {"type": "lidar", "description": "", "uri": ""},
        "front": {"type": "camera", "description": "", "uri": "", "stream_properties": {"intrinsics_pinhole": matrix}},
    }

    def placed(pose: Pose) -> dict[str, object]:
        return {
            "type": "sensor_cs",
            "parent": "ego",
            "pose_wrt_parent": {"matrix4x4": pose.matrix.reshape(-1).tolist()},
        }

    systems = {
        "odom": {"type": "scene_cs", "parent": "", "children": ["ego"]},
        "ego": {"type": "local_cs", "parent": "odom", "children": ["lidar", "front"]},
        "lidar": placed(X_RIGHT), "front": placed(CAMERA),
    }  # fmt: skip
    frames = {}
    data: dict[str, bytes] = {}
    for at in range(FRAMES):
        moved = {
            "src": "ego",
            "dst": "odom",
            "transform_src_to_dst": {"matrix4x4": EGO[at].matrix.reshape(-1).tolist()},
        }
        uris = {"lidar": {"uri": f"clouds/{at}.pcd"}, "front": {"uri": f"pictures/{at}.jpg"}}
        frames[str(at + 7)] = {"frame_properties": {"streams": uris, "transforms": {"ego_to_odom": moved}}}
        data[f"drive/clouds/{at}.pcd"] = pcd("binary", cloud(at, X_RIGHT).astype(np.float32))
        data[f"drive/pictures/{at}.jpg"] = picture()
    whole = {
        "metadata": {"schema_version": "1.0.0"},
        "streams": streams,
        "coordinate_systems": systems,
        "frames": frames,
    }
    data["drive/a.json"] = json.dumps({"openlabel": whole}).encode()
    return Drive(data)


def loose() -> Drive:
    return Drive(
        {f"scan/sweep_{at:03}.pcd": pcd("ascii", points(at).astype(np.float32)) for at in range(FRAMES)},
        posed=False,
        cameras=(),
    )
