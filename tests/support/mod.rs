//! What tests share: an in-memory format of nested layers with what it must give, and the program as it is run.

// Every test program compiles its own copy and uses a part of it.
#![allow(dead_code)]

pub mod decode;
pub mod house;
pub mod program;
pub mod repairs;
pub mod sample;
