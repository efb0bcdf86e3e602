"""The council's minutes, a unit's score sheet and the summary table, to edit (DOCX) and to sign (PDF)."""
