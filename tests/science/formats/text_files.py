"""Small GPX, TCX and Apple Health files as programs write them, with variations to choose."""

from __future__ import annotations

import io
import zipfile

HEALTH_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 13 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout|ActivitySummary)*)>
]>
<HealthData locale="en_GB">
 <ExportDate value="2026-05-01 08:00:00 +0200"/>
"""


def gpx_text(points: int, *, skip: int = 7, indent: str = "\n  ") -> str:
    """A Garmin-like ride; every so many points the heart rate is missing."""
    rows: list[str] = []
    for second in range(points):
        rate = f"<ns3:hr>{120 + second % 60}</ns3:hr>" if second % skip else ""
        rows.append(
            f'<trkpt lat="{46 + second * 2e-5:.10f}" lon="{-7 - second * 2e-5:.7f}">{indent}<ele>{500 + second % 9}.4</ele>'
            f"{indent}<time>2026-05-01T{6 + second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}.000Z</time>"
            f"<extensions><power>{200 + second % 50}</power><ns3:TrackPointExtension><ns3:atemp>21.0</ns3:atemp>"
            f"{rate}<ns3:cad>{80 + second % 9}</ns3:cad></ns3:TrackPointExtension></extensions></trkpt>"
        )
    middle = points // 2
    joined = "\n".join(rows[:middle]) + "</trkseg>\n<trkseg>" + "\n".join(rows[middle:])
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<gpx creator="Edge" version="1.1" xmlns:ns3="urn:g">'
        f"<trk><name>Long &amp; far</name><type>cycling</type><trkseg>{joined}</trkseg></trk></gpx>"
    )


def tcx_text(points: int) -> str:
    rows = [
        f"<Trackpoint><Time>2026-05-01T06:{second // 60:02d}:{second % 60:02d}Z</Time><Position><LatitudeDegrees>"
        f"{46 + second * 2e-5:.7f}</LatitudeDegrees><LongitudeDegrees>7.1</LongitudeDegrees></Position>"
        f"<DistanceMeters>{second * 3.5:.2f}</DistanceMeters><HeartRateBpm><Value>{120 + second % 50}</Value>"
        f'</HeartRateBpm><Extensions><ns3:TPX xmlns:ns3="urn:x"><ns3:RunCadence>{80 + second % 9}</ns3:RunCadence>'
        "</ns3:TPX></Extensions></Trackpoint>"
        for second in range(points)
    ]
    lap = '<Lap StartTime="2026-05-01T06:00:00Z"><TotalTimeSeconds>60</TotalTimeSeconds><Track>'
    return (
        "<TrainingCenterDatabase><Activities><Activity Sport='Running'>"
        f"{lap}{''.join(rows)}</Track></Lap></Activity></Activities></TrainingCenterDatabase>"
    )


def health_record(
    kind: str = "HeartRate", value: str = "72", unit: str = "count/min", at: str = "2024-01-01 08:00:00 +0100"
) -> str:
    device = 'device="&lt;&lt;HKDevice: 0x1&gt;, name:Apple Watch&gt;" '
    return (
        f' <Record type="HKQuantityTypeIdentifier{kind}" sourceName="Jane’s Watch" sourceVersion="9" {device}'
        f'unit="{unit}" creationDate="{at}" startDate="{at}" endDate="{at}" value="{value}"/>\n'
    )


def health_xml(inside: str) -> bytes:
    return f"{HEALTH_HEAD}{inside}</HealthData>\n".encode()


def zipped(files: dict[str, bytes]) -> io.BytesIO:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    held.seek(0)
    return held
