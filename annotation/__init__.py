"""The work: documents and records, kinds, modalities, formats, prelabel."""
