"""Words that the theme writes into its page as they are, past its catalogue."""

# templates/page.html puts the words of the catalogue in their place.
FIXED = (
    'aria-label="Toggle site navigation sidebar"',
    'aria-label="Toggle table of contents sidebar"',
    'aria-label="Toggle Light / Dark / Auto color theme"',
    "<title>Contents</title>",
    "<title>Menu</title>",
    "<title>Expand</title>",
    "<title>Light mode</title>",
    "<title>Dark mode</title>",
    "<title>Auto light/dark, in light mode</title>",
    "<title>Auto light/dark, in dark mode</title>",
)
