"""The parts of the entity model that spaCy does not bring: name lists as features."""
