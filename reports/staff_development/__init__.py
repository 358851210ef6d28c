"""The head's report on how the pedagogical staff of a kindergarten developed in a period.

`counting` asks the database, `rows` makes one row a person, `report` narrows them and adds up, `groups` are ways to
look at them, `columns` and `words` say what is shown; `screen` and `workbook` show the same rows.
"""
