import pytest
from django.utils import translation

from programs.models import Goal, GoalKind
from sessions import guides
from tenancy.scope import scope


@pytest.mark.parametrize("count", range(1, 25))
def test_every_program_begins_with_the_first_stage_and_closes_with_the_last(count):
    stages = [guides.stage_of(number, count) for number in range(1, count + 1)]
    assert stages[0] == 0 and stages == sorted(stages) and (count == 1 or stages[-1] == 6)


def test_six_sessions_walk_through_the_stages():
    assert [guides.stage_of(number, 6) for number in range(1, 7)] == [0, 1, 2, 3, 5, 6]


def test_a_number_beyond_the_program_is_still_a_close():
    assert guides.stage_of(8, 6) == 6


@pytest.mark.parametrize("minutes", range(15, 121, 5))
def test_the_minutes_add_up_and_none_is_empty(minutes):
    parts = guides.shares(minutes)
    assert sum(parts) == minutes and min(parts) >= 5 and parts[1] >= parts[0]


def test_forty_five_minutes_are_ten_twenty_five_ten():
    assert guides.shares(45) == (10, 25, 10)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["de", "de-du", "en"])
@pytest.mark.parametrize("kind", GoalKind.values)
def test_every_goal_has_a_guide_with_names_for_every_session(pair, kind, language):
    with scope(pair.organisation), translation.override(language):
        Goal.objects.update(kind=kind)
        made = [guides.for_session(pair.tandem, number) for number in range(1, 7)]
    assert len({guide.title for guide in made}) == 6
    texts = " ".join(point.text for guide in made for point in guide.points)
    assert "Lea" in texts and "Thomas" in texts and "{" not in texts


@pytest.mark.django_db
def test_a_program_without_a_goal_has_a_guide_too(pair):
    with scope(pair.organisation):
        Goal.objects.all().delete()
        assert guides.for_session(pair.tandem, 1).title == "Kennenlernen"


@pytest.mark.django_db
@pytest.mark.parametrize("kind", GoalKind.values)
def test_every_goal_brings_a_track_from_kick_off_over_a_mid_check_to_a_close(pair, kind):
    program = pair.tandem.program
    with scope(pair.organisation):
        track = guides.track(program, kind)
    assert len(track) == program.session_count == 6
    assert (track[0].title, track[-1].title) == ("Kennenlernen", "Abschluss")
    assert [guide.mark for guide in track] == ["", "", "", "Halbzeit", "", ""]
    assert all(len(guide.points) == 3 for guide in track)
    assert "{" not in " ".join(point.text for guide in track for point in guide.points)


@pytest.mark.django_db
def test_no_two_goals_bring_the_same_track(pair):
    with scope(pair.organisation):
        tracks = [[guide.title for guide in guides.track(pair.tandem.program, kind)] for kind in GoalKind]
    assert all(tracks.count(track) == 1 for track in tracks)
