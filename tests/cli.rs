//! The command line, end to end. Cases are data: `tests/cmd/NAME.toml` has the arguments and the exit code,
//! `NAME.stdout` and `NAME.stderr` what is printed (a stream without a file is not compared).
//!
//! Record what is printed now with `TRYCMD=overwrite cargo test --test cli`, and read the difference.

#[test]
fn the_command_line_prints_what_is_recorded() {
    trycmd::TestCases::new().env("NO_COLOR", "1").case("tests/cmd/*.toml");
}
