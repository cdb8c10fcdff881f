//! Where a word leaves those of a list: an edit that leads to none of them need not be made.

use fst::raw::Fst;

/// For each beginning of a word with which some word of the list begins, the bytes that follow it in the list.
#[derive(Debug)]
pub struct Branches(Option<Vec<Bytes>>);

/// A set of bytes.
type Bytes = [u64; 4];

impl Branches {
    /// Those of a word in an automaton.
    pub(super) fn of(words: &Fst<&[u8]>, word: &str) -> Self {
        let mut all = Vec::with_capacity(word.len() + 1);
        let mut node = words.root();
        let mut rest = word.bytes();
        loop {
            let mut following = Bytes::default();
            for transition in node.transitions() {
                following[usize::from(transition.inp >> 6)] |= 1 << (transition.inp & 63);
            }
            all.push(following);
            let Some(next) = rest.next().and_then(|byte| node.find_input(byte)) else { return Branches(Some(all)) };
            node = words.node(node.transition_addr(next));
        }
    }

    /// Those of a list that does not tell: everything may follow.
    pub(super) fn unknown() -> Self {
        Branches(None)
    }

    /// Whether some word of the list may begin with so many bytes of the word; none does with more if not.
    #[inline]
    pub fn may_go_to(&self, length: usize) -> bool {
        self.0.as_ref().is_none_or(|all| length < all.len())
    }

    /// Whether some word of the list may begin with so many bytes of the word and go on with another byte, or end there.
    #[inline]
    pub fn may_follow(&self, length: usize, next: Option<u8>) -> bool {
        let Some(all) = &self.0 else { return true };
        all.get(length)
            .is_some_and(|bytes| next.is_none_or(|next| bytes[usize::from(next >> 6)] >> (next & 63) & 1 == 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_word_is_followed_as_far_as_the_list_goes() {
        let automaton = fst::Set::from_iter(["able", "abt", "é"]).unwrap();
        let bytes = automaton.as_fst().as_bytes().to_vec();
        let branches = Branches::of(&Fst::new(&*bytes).unwrap(), "abx");
        assert!(branches.may_follow(0, Some(b'a')) && branches.may_follow(0, Some("é".as_bytes()[0])));
        assert!(
            branches.may_follow(2, Some(b'l')) && branches.may_follow(2, Some(b't')) && branches.may_follow(2, None)
        );
        assert!(!branches.may_follow(1, Some(b'l')) && !branches.may_follow(2, Some(b'x')));
        assert!(branches.may_go_to(2) && !branches.may_go_to(3) && Branches::unknown().may_go_to(3));
        assert!(!branches.may_follow(3, None) && !branches.may_follow(9, Some(b'a')));
        assert!(Branches::unknown().may_follow(9, Some(b'a')));
    }

    proptest! {
        #[test]
        fn no_word_of_the_list_is_missed(words in prop::collection::btree_set("[abé]{1,5}", 1..8), word in "[abé]{0,5}") {
            let bytes = fst::Set::from_iter(&words).unwrap().as_fst().as_bytes().to_vec();
            let branches = Branches::of(&Fst::new(&*bytes).unwrap(), &word);
            for listed in &words {
                let same = word.bytes().zip(listed.bytes()).take_while(|(one, other)| one == other).count();
                for length in 0..=same {
                    prop_assert!(branches.may_follow(length, listed.as_bytes().get(length).copied()));
                }
            }
        }
    }
}
