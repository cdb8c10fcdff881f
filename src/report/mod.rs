//! Reports: one file a format behind one trait.
