use crate::{Error, Hash, Result, canonical::MAX_INTEGER, node_hash};

/// What it takes to append to a tree: its size and the roots of its full subtrees, largest first.
/// There is one for each bit that is set in the size, so it never outgrows a database row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

impl Frontier {
    /// A tree without leaves.
    pub fn new() -> Self {
        Self::default()
    }

    /// A frontier from its parts; `None` unless there is one peak per bit of the size.
    pub(crate) fn from_peaks(size: u64, peaks: Vec<Hash>) -> Option<Self> {
        let fits = size <= MAX_INTEGER && peaks.len() == size.count_ones() as usize;
        fits.then_some(Self { size, peaks })
    }

    /// Adds a leaf at the end.
    pub fn append(&mut self, leaf: Hash) {
        let mut hash = leaf;
        let mut size = self.size;
        while size & 1 == 1
            && let Some(left) = self.peaks.pop()
        {
            hash = node_hash(&left, &hash);
            size >>= 1;
        }
        self.peaks.push(hash);
        self.size += 1;
    }

    /// The tree's root.
    pub fn root(&self) -> Hash {
        let folded = self.peaks.iter().rev().copied().reduce(|right, left| node_hash(&left, &right));
        folded.unwrap_or_else(Hash::of_empty_tree)
    }

    /// How many leaves there are; also the number of the last record.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The number of the record whose leaf is appended next.
    pub const fn next_seq(&self) -> u64 {
        self.size + 1
    }

    pub(crate) fn peaks(&self) -> &[Hash] {
        &self.peaks
    }

    /// For the head row: the size in eight bytes, big-endian, then the peaks.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.size.to_be_bytes().to_vec();
        bytes.extend(self.peaks.iter().flat_map(|peak| peak.0));
        bytes
    }

    /// Reads the head row; refuses anything that `to_bytes` cannot have written.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let (size, peaks) = bytes.split_first_chunk::<8>().ok_or(Error::FrontierDamaged)?;
        let (peaks, rest) = peaks.as_chunks::<32>();
        let whole = rest.is_empty().then(|| peaks.iter().copied().map(Hash).collect());
        whole.and_then(|peaks| Self::from_peaks(u64::from_be_bytes(*size), peaks)).ok_or(Error::FrontierDamaged)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{root_of, tree::kit::leaves};

    #[test]
    fn agrees_with_the_definition_at_every_size() {
        let leaves = leaves(130);
        let mut frontier = Frontier::new();
        for (size, leaf) in leaves.iter().enumerate() {
            assert_eq!(frontier.root(), root_of(&leaves[..size]), "{size}");
            frontier.append(*leaf);
        }
        assert_eq!((frontier.size(), frontier.next_seq()), (130, 131));
    }

    #[test]
    fn refuses_damaged_bytes() {
        let mut frontier = Frontier::new();
        leaves(5).into_iter().for_each(|leaf| frontier.append(leaf));
        let bytes = frontier.to_bytes();

        for damaged in [&bytes[..0], &bytes[..7], &bytes[..bytes.len() - 1], &bytes[..bytes.len() - 32], &[0xff; 8 + 64 * 32][..]] {
            assert!(matches!(Frontier::from_bytes(damaged), Err(Error::FrontierDamaged)), "{} bytes", damaged.len());
        }
    }

    proptest! {
        #[test]
        fn survives_the_head_row(size in 0_u64..600, more in 0_u64..40) {
            let leaves = leaves(size + more);
            let (first, rest) = leaves.split_at(usize::try_from(size).unwrap_or(0));
            let mut frontier = Frontier::new();
            first.iter().for_each(|leaf| frontier.append(*leaf));

            let mut read = Frontier::from_bytes(&frontier.to_bytes()).unwrap_or_default();
            rest.iter().for_each(|leaf| read.append(*leaf));

            prop_assert_eq!(read.root(), root_of(&leaves));
        }
    }
}
