//! Numbers that pass a test, listed without a branch for each: a test of which no processor foresees how it ends costs less
//! than a branch that hangs on it.

use std::ops::Range;

/// Numbers that are tried together.
pub const TOGETHER: usize = 256;

/// Those of at most [`TOGETHER`] numbers for which a test holds, in order.
#[inline]
pub fn passing(
    numbers: impl Iterator<Item = usize>,
    mut test: impl FnMut(usize) -> bool,
    into: &mut [usize; TOGETHER],
) -> &[usize] {
    let mut count = 0;
    for number in numbers.take(TOGETHER) {
        into[count % TOGETHER] = number;
        count += usize::from(test(number));
    }
    &into[..count]
}

/// Calls `visit` with those of some numbers for which a test holds, in order, some of them tried before the first is
/// visited.
#[inline]
pub fn each_where(numbers: Range<usize>, test: impl Fn(usize) -> bool, mut visit: impl FnMut(usize)) {
    let mut passed = [0; TOGETHER];
    for start in numbers.clone().step_by(TOGETHER) {
        let part = start..numbers.end.min(start + TOGETHER);
        passing(part, &test, &mut passed).iter().for_each(|number| visit(*number));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_that_pass_are_visited_in_order(from in 0..300_usize, count in 0..900_usize, step in 1..9_usize) {
            let mut visited = Vec::new();
            each_where(from..from + count, |number| number % step == 0, |number| visited.push(number));
            let expected: Vec<usize> = (from..from + count).filter(|number| number % step == 0).collect();
            prop_assert_eq!(visited, expected);
        }
    }
}
