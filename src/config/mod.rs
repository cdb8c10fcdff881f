//! The configuration file `mtaudit.toml`: discovery, schema, resolution.
