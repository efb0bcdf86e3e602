"""The form of a scheme: what each of its tables may say, declared once for the reader, editors and told changes.

``awards``, ``frame`` and ``uses`` tell of each key how its value is taken and what it is when left out; ``texts.toml``
holds what people read about it.
"""
