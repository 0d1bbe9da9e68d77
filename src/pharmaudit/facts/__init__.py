"""Facts about a knowledge base: states, cohorts and everything else that rules may ask for."""
