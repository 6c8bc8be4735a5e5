from renkei.observatory.ahead import manifests


def test_checksum_of_the_code_changes_with_the_code(tmp_path, monkeypatch):
    part = tmp_path / "observatory" / "ahead"
    part.mkdir(parents=True)
    (part / "base.py").write_text("LEVEL = 1\n", encoding="utf-8")
    monkeypatch.setattr(manifests, "PACKAGE", tmp_path)
    before = manifests.code_sha256.__wrapped__()

    (part / "base.py").write_text("LEVEL = 2\n", encoding="utf-8")

    assert manifests.code_sha256.__wrapped__() != before


def test_checksum_of_the_code_is_that_of_sources_alone(tmp_path, monkeypatch):
    part = tmp_path / "engines" / "demography"
    part.mkdir(parents=True)
    monkeypatch.setattr(manifests, "PACKAGE", tmp_path)
    before = manifests.code_sha256.__wrapped__()

    (part / "kernels.pyc").write_bytes(b"compiled")

    assert manifests.code_sha256.__wrapped__() == before
