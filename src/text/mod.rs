//! The analysis of a document: normalised view, tokens, paragraphs, sentences, slots, language.
