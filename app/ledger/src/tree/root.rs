use super::split;
use crate::{Hash, node_hash};

/// The root over all leaves, written as RFC 6962 section 2.1 defines it. The frontier must agree with it.
pub fn root_of(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Hash::of_empty_tree(),
        [leaf] => *leaf,
        _ => {
            // Half of a slice's length always fits its own index type.
            let middle = usize::try_from(split(leaves.len() as u64)).unwrap_or(1);
            let (left, right) = leaves.split_at(middle);
            node_hash(&root_of(left), &root_of(right))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::kit::{hashes, known_leaves};

    #[test]
    fn known_roots() {
        let roots = hashes(&[
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ]);
        let leaves = known_leaves();

        assert_eq!((leaves.len(), roots.len()), (8, 8));
        for (size, root) in (1..).zip(&roots) {
            assert_eq!(root_of(&leaves[..size]), *root, "{size}");
        }
    }
}
