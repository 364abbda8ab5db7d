"""Personal data in free text: what tells about the person who needs a mediator is asked about before it is stored."""
