"""What is thrown away is a demo, and nothing else."""

import pytest

from labeler.demo import folder


def test_a_new_folder_takes_a_demo_that_is_whole_once_it_is_said(tmp_path):
    (tmp_path / "secret-key").write_text("secret")
    folder.clear(tmp_path)
    password = folder.begin(tmp_path)
    assert not folder.is_whole(tmp_path)
    folder.end(tmp_path)
    assert folder.is_whole(tmp_path)
    assert folder.password(tmp_path) == password


def test_a_demo_is_thrown_away_but_for_the_secret_key_that_the_settings_have_read(tmp_path):
    (tmp_path / "secret-key").write_text("secret")
    folder.begin(tmp_path)
    (tmp_path / "labeler.sqlite3").write_text("rows")
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "one.jpg").write_text("bytes")
    folder.clear(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"secret-key", folder.MARK}


def test_real_work_is_left_alone(tmp_path):
    (tmp_path / "secret-key").write_text("secret")
    (tmp_path / "labeler.sqlite3").write_text("rows")
    with pytest.raises(folder.NotADemo, match="something else than a demo"):
        folder.clear(tmp_path)
    assert (tmp_path / "labeler.sqlite3").read_text() == "rows"


def test_the_password_is_another_one_each_time_and_its_file_is_its_owners(tmp_path):
    passwords = set()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        passwords.add(folder.begin(tmp_path / name))
    assert len(passwords) == 2
    assert (tmp_path / "one" / folder.SIGN_IN).stat().st_mode & 0o077 == 0
