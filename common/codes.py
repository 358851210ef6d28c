"""Codes that a phone's camera reads."""

import segno


def qr(address: str) -> str:
    """The address as a picture for the `src` of an img: dark on light, with the quiet margin that cameras need."""
    return str(segno.make(address, error="m", micro=False).svg_data_uri(border=4, light="#fff", omitsize=True))
