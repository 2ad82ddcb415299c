"""Programs: the library of treatments, enrolment, progress through modules and steps."""
