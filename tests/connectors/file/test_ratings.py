import pytest

from connectors.file.ratings import guess_scale, to_stars
from connectors.ratings import scale_named


@pytest.mark.parametrize(
    ("written", "scale", "stars"),
    [
        ("4", "1-5", 4),
        ("4,5", "1-5", 5),
        ("4.4", "1-5", 4),
        ("0", "1-5", None),
        ("6", "1-5", None),
        ("-1", "1-5", None),
        ("0", "0-5", 1),
        ("10", "1-10", 5),
        ("8,5", "0-10", 4),
        ("1", "0-10", 1),
        ("0", "0-10", 1),
        ("11", "0-10", None),
        ("80", "0-100", 4),
        ("80%", "0-100", 4),
        ("4/5", "0-10", 4),
        ("8 / 10", "1-5", 4),
        ("4 van de 5", "1-5", 4),
        ("4,0 von 5 Sternen", "1-5", 4),
        ("9/0", "1-5", None),
        ("★★★★☆", "1-5", 4),
        ("⭐⭐⭐⭐⭐", "1-5", 5),
        ("★★★★★★", "1-5", None),
        ("5 sterren", "1-5", 5),
        ("3 Sterne", "1-5", 3),
        ("1 star", "1-5", 1),
        ("vijf sterren", "1-5", 5),
        ("five", "1-5", 5),
        ("THREE", "1-5", 3),
        ("goed", "1-5", None),
        ("nan", "1-5", None),
        ("1e9", "1-5", None),
    ],
)
def test_a_rating_becomes_stars_or_nothing(written, scale, stars):
    assert to_stars(written, scale_named(scale)) == stars


@pytest.mark.parametrize(
    ("values", "scale"),
    [
        (["1", "5", "4,5"], "1-5"),
        (["7", "8,5", ""], "0-10"),
        (["85", "90%"], "0-100"),
        (["5"] * 99 + ["55"], "1-5"),
        (["9/10", "★★"], "1-5"),
        ([], "1-5"),
    ],
)
def test_the_scale_is_the_smallest_that_fits_the_column(values, scale):
    assert guess_scale(values) == scale_named(scale)


def test_a_rating_out_of_range_is_named_and_the_review_kept(export):
    reviews, problems = export.write("id,text,sterren\n1,goed,9\n2,mooi,5\n").read(rating_scale="1-5")
    assert [(r.rating, r.raw_rating) for r in reviews] == [(None, "9"), (5, "5")]
    assert len(problems) == 1
    assert "Line 2" in problems[0]
    assert "'9'" in problems[0]


@pytest.mark.parametrize("nothing", ["", "-", "n.v.t.", "null"])
def test_no_rating_is_no_problem(export, nothing):
    assert export.write(f"id,text,sterren\n1,goed,{nothing}\n").one().rating is None
