"""The interchange folder: units, cadres, their facts and a plan, as plain files."""
