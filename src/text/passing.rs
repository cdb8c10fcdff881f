//! Values that pass a test, listed without a branch for each: a test of which no processor foresees how it ends costs less
//! than a branch that hangs on it.

/// Values that are tried together.
pub const TOGETHER: usize = 256;

/// Calls `visit` with the number of each value for which a test holds, in order, some of them tried before the first is
/// visited.
#[inline]
pub fn each_of<T>(values: impl IntoIterator<Item = T>, test: impl Fn(T) -> bool, mut visit: impl FnMut(usize)) {
    let mut values = values.into_iter();
    let mut passed = [0_u8; TOGETHER];
    let mut start = 0;
    loop {
        let (mut tried, mut count) = (0, 0);
        for value in values.by_ref().take(TOGETHER) {
            passed[count % TOGETHER] = tried as u8;
            count += usize::from(test(value));
            tried += 1;
        }
        passed[..count].iter().for_each(|offset| visit(start + usize::from(*offset)));
        if tried < TOGETHER {
            break;
        }
        start += TOGETHER;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn values_that_pass_are_visited_in_order(values in prop::collection::vec(0..9_u32, 0..900), least in 0..9_u32) {
            let mut visited = Vec::new();
            each_of(&values, |value| *value >= least, |index| visited.push(index));
            let expected: Vec<usize> = (0..values.len()).filter(|index| values[*index] >= least).collect();
            prop_assert_eq!(visited, expected);
        }
    }
}
