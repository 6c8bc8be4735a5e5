"""Opportunities: seven markets, from the form to the placement and what became of it.

I-1 (experts and firms), I-7 (mothers and employers), II-1 (jobs for people who return), II-4 and
II-5 (internships), III-1 (municipal projects and companies), III-2 (fieldwork) and III-4
(volunteers). A market is a file of the charter; what both sides are asked, the conditions, criteria
and steps stand there. `arrays` is the one place where records become what the matching engine
reads, `introductions` what a desk asks it. Every step of a placement is one entry of the journal.
"""
