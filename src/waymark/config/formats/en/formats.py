"""How English dates are written where no format is named: 29 August 2026, with no month cut short."""

DATE_FORMAT = "j F Y"
