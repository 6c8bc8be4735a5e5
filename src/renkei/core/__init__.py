"""Core: the few things every room needs, each written once.

For all initiatives. It offers
- `writing`: how figures, years and dates are written in Japanese and English;
- `tables`: tables out (CSV, XLSX, machine-readable) and in (dry run, per-row problems);
- `figures` and `charts`: a figure on a page with its sentence, picture, table and source;
- `suppression`: small cells withheld, primary and complementary;
- `lazy`: views that bring their engines with them only when asked.
"""
