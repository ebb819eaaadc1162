"""Which frames a sampling takes: laws that hold for any video."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.videos import sampling as frames
from assets.videos.sampling import BadSampling, Clip, Sampling, taken

MOST = 20_000
RATES = st.sampled_from([0.1, 0.5, 1.0, 2.0, 5.0, 7.5, 10.0, 24.0, 29.97, 30.0])
FILMED = st.sampled_from([Fraction(24000, 1001), Fraction(25), Fraction(30000, 1001), Fraction(30), Fraction(60)])


def steady(rate, count):
    return [float(index / rate) for index in range(count)]


def clip(times, size=(1920, 1080)):
    gaps = [after - before for before, after in itertools.pairwise(times)]
    return Clip(len(times), times[-1], max(gaps, default=0.0), *size)


@given(FILMED, st.integers(1, 500), RATES)
def test_at_a_steady_rate_the_plan_gives_as_many_frames_as_are_taken(rate, count, wanted):
    times = steady(rate, count)
    plan = frames.plan(clip(times), "fps", wanted, most=MOST)
    assert plan.exact or wanted > rate
    found = list(taken(times, Sampling.FPS, wanted, frames=count))
    assert len(found) == plan.frames if plan.exact else len(found) <= plan.frames


@given(st.lists(st.floats(0.001, 5), max_size=100), RATES)
def test_by_rate_each_moment_has_at_most_one_frame_the_first_one_at_or_after_it(gaps, wanted):
    times = [0.0]
    for gap in gaps:
        times.append(times[-1] + gap)
    found = list(taken(times, Sampling.FPS, wanted, frames=len(times)))
    assert found[0] == 0
    moments = [int((times[index] + frames.EARLY) * wanted) for index in found]
    assert moments == sorted(set(moments))
    for index, moment in zip(found[1:], moments[1:], strict=True):
        assert times[index - 1] + frames.EARLY < (moment + 1e-9) / wanted
    plan = frames.plan(clip(times), "fps", wanted, most=MOST)
    assert len(found) <= plan.frames


@given(st.lists(st.floats(0.001, 5), max_size=200), st.integers(1, 300))
def test_by_count_there_are_exactly_as_many_as_asked_for_or_all(gaps, wanted):
    times = [0.0, *(float(n) for n, _ in enumerate(gaps, start=1))]
    found = list(taken(times, Sampling.COUNT, wanted, frames=len(times)))
    assert len(found) == min(wanted, len(times)) == frames.plan(clip(times), "count", wanted, most=MOST).frames
    assert found[0] == 0
    spaces = {after - before for before, after in itertools.pairwise(found)}
    assert not spaces or max(spaces) - min(spaces) <= 1


@given(FILMED, st.integers(2, 400))
def test_all_frames_are_taken_when_more_are_asked_for_a_second_than_there_are_also_with_rounded_times(rate, count):
    rounded = [round(time, 3) for time in steady(rate, count)]  # as Matroska has them
    if rate <= 30:
        assert list(taken(rounded, Sampling.FPS, 30.0, frames=count)) == list(range(count))


def test_a_gap_gives_no_frame_twice():
    times = [0.0, 0.04, 0.08, 5.0, 5.04]
    assert list(taken(times, Sampling.FPS, 1.0, frames=5)) == [0, 3]
    plan = frames.plan(clip(times), "fps", 1.0, most=MOST)
    assert (plan.frames, plan.exact) == (5, False)


def test_one_frame_is_one_frame():
    for sampling, value in (("fps", 1), ("count", 40)):
        assert frames.plan(clip([0.0]), sampling, value, most=MOST).frames == 1
    assert list(taken([0.0], Sampling.COUNT, 40, frames=1)) == [0]


def test_nobody_knows_before_how_many_scenes_there_are():
    assert frames.plan(clip(steady(25, 100)), "scene", 30, most=MOST).frames is None


@pytest.mark.parametrize(
    ("sampling", "value", "sentence"),
    [
        ("fps", 0, "Frames per second are between 0.1 and 30."),
        ("fps", 31, "Frames per second are between 0.1 and 30."),
        ("fps", float("nan"), "This is not a number."),
        ("count", 0, "The number of frames is a whole number from 1 to 20,000."),
        ("count", 1.5, "The number of frames is a whole number from 1 to 20,000."),
        ("scene", 0, "The change is between 1 and 99 per cent."),
        ("every", 1, "sampling is one of fps, count, scene."),
    ],
)
def test_other_samplings_are_refused_with_a_sentence(sampling, value, sentence):
    with pytest.raises(BadSampling) as refusal:
        frames.plan(clip(steady(25, 100)), sampling, value, most=MOST)
    assert str(refusal.value) == sentence


def test_more_frames_than_the_limit_are_refused_before_anything_is_decoded():
    with pytest.raises(BadSampling, match="That gives 5,001 frames; at most 1,000"):
        frames.plan(Clip(125_001, 5000.0, 0.04, 640, 480), "fps", 1, most=1000)


def test_disk_grows_with_frames_and_pixels_and_learns_from_frames_that_are_here():
    small, large = clip(steady(25, 100), (640, 360)), clip(steady(25, 100))
    assert frames.disk_bytes(small, 10) * 10 == frames.disk_bytes(small, 100)
    assert frames.disk_bytes(large, 10) > frames.disk_bytes(small, 10)
    assert frames.disk_bytes(large, 10, frame_bytes=1e6) > 10e6
