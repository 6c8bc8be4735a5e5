"""The year's report: what is gathered, and how it is laid out on a page, on paper and as data.

subjects    of what a report may tell
contents    everything it says, gathered as known on a moment; one JSON, no page
paper       the same in the reader's language as parts with texts and tables
pdf, book, opendata     the paper as PDF/UA, the tables as Excel, the data as a ZIP
"""
