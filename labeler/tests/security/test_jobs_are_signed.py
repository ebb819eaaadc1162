"""Jobs lie in the database as pickles, as django-q2 keeps them, so whoever could slip one in could run anything: each
is signed with the secret key, and what is not is not even read."""

import os

import pytest
from django.conf import settings
from django_q.conf import Conf
from django_q.signing import BadSignature, PickleSerializer, SignedPackage, signing


class Hostile:
    def __init__(self, mark):
        self.mark = mark

    def __reduce__(self):
        return os.mkdir, (str(self.mark),)


def test_a_job_that_was_signed_here_is_read():
    assert SignedPackage.loads(SignedPackage.dumps({"func": "labeler.tasks.beat"})) == {"func": "labeler.tasks.beat"}


@pytest.mark.parametrize(("key", "salt"), [("another key", Conf.PREFIX), (Conf.SECRET_KEY, "people.browsers")])
def test_what_was_signed_elsewhere_or_for_something_else_runs_nothing(tmp_path, key, salt):
    package = signing.dumps(Hostile(tmp_path / "mark"), key=key, salt=salt, serializer=PickleSerializer)
    with pytest.raises(BadSignature):
        SignedPackage.loads(package)
    assert list(tmp_path.iterdir()) == []


def test_a_job_whose_words_were_changed_runs_nothing(tmp_path):
    body, _, signature = SignedPackage.dumps(1).partition(":")
    hostile = SignedPackage.dumps(Hostile(tmp_path / "mark")).partition(":")[0]
    assert hostile != body
    with pytest.raises(BadSignature):
        SignedPackage.loads(f"{hostile}:{signature}")
    assert list(tmp_path.iterdir()) == []


def test_the_key_of_jobs_is_the_secret_key():
    assert Conf.SECRET_KEY == settings.SECRET_KEY
