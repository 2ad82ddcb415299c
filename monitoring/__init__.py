"""Values measured at home: kinds, plausibility, personal plans and limits, judgement and feedback."""
