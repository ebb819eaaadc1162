from core.operations import VendorSQL  # noqa: F401 - for the migrations that landed before it moved
