"""The live workbook: figures and parameters to change, formulas for everything that follows from them."""
