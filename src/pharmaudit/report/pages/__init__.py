"""What every page of the report site shows, as plain frozen data: built here, printed by a renderer."""
