//! Values that pass a test, listed without a branch for each: a test of which no processor foresees how it ends costs less
//! than a branch that hangs on it.

/// Values that are tried together.
pub const TOGETHER: usize = 256;

/// Calls `visit` with the number of each value for which a test holds, in order, some of them tried before the first is
/// visited.
#[inline]
pub fn each_of<T>(values: &[T], test: impl Fn(&T) -> bool, mut visit: impl FnMut(usize)) {
    let mut passed = [0; TOGETHER];
    for (part, values) in values.chunks(TOGETHER).enumerate() {
        let listed = list(values.iter(), &test, &mut passed);
        listed.iter().for_each(|offset| visit(part * TOGETHER + usize::from(*offset)));
    }
}

/// The same for the pairs of two lists of one length.
#[inline]
pub fn each_of_pairs<A, B>(one: &[A], other: &[B], test: impl Fn((&A, &B)) -> bool, mut visit: impl FnMut(usize)) {
    let parts = one.chunks(TOGETHER).zip(other.chunks(TOGETHER));
    let mut passed = [0; TOGETHER];
    for (part, (one, other)) in parts.enumerate() {
        let listed = list(one.iter().zip(other), &test, &mut passed);
        listed.iter().for_each(|offset| visit(part * TOGETHER + usize::from(*offset)));
    }
}

/// The numbers of at most [`TOGETHER`] values for which a test holds.
#[inline(always)]
fn list<'p, T>(values: impl Iterator<Item = T>, test: &impl Fn(T) -> bool, into: &'p mut [u8; TOGETHER]) -> &'p [u8] {
    let mut count = 0;
    values.enumerate().for_each(|(offset, value)| {
        into[count % TOGETHER] = offset as u8;
        count += usize::from(test(value));
    });
    &into[..count.min(TOGETHER)]
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
            prop_assert_eq!(&visited, &expected);
            let mut again = Vec::new();
            each_of_pairs(&values, &values, |(one, other)| *one >= least && *other >= least, |index| again.push(index));
            prop_assert_eq!(&again, &expected);
        }
    }
}
