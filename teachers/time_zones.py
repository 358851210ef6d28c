"""The eleven zones of Russia as people name them: by a city and the distance from Moscow."""

from django.utils.translation import gettext_lazy as _

RUSSIAN_ZONES = [
    ("Europe/Kaliningrad", _("Kaliningrad, MSK−1")),
    ("Europe/Moscow", _("Moscow, MSK")),
    ("Europe/Samara", _("Samara, MSK+1")),
    ("Asia/Yekaterinburg", _("Yekaterinburg, MSK+2")),
    ("Asia/Omsk", _("Omsk, MSK+3")),
    ("Asia/Krasnoyarsk", _("Krasnoyarsk and Novosibirsk, MSK+4")),
    ("Asia/Irkutsk", _("Irkutsk, MSK+5")),
    ("Asia/Yakutsk", _("Yakutsk, MSK+6")),
    ("Asia/Vladivostok", _("Vladivostok, MSK+7")),
    ("Asia/Magadan", _("Magadan and Sakhalin, MSK+8")),
    ("Asia/Kamchatka", _("Kamchatka, MSK+9")),
]


def zone_in_words(zone: str) -> str:
    """«Москва, МСК»; a zone that is not Russian stays as the IANA list writes it."""
    return str(dict(RUSSIAN_ZONES).get(zone, zone))
