"""Papers about an event that is over: the summary for those who ran it, the certificate for each who was there.

Each is one mapping of words, drawn twice: by typst as PDF, by a Word template as DOCX.
"""
