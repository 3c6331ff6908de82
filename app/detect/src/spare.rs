//! Buffers that are used again, so that scanning does not allocate once a thread is warm.

use std::cell::RefCell;

use crate::{mapped::Piece, marks::Spot, table::Cell};

/// As many layers as are ever alive at once.
const KEPT: usize = 8;
/// A buffer that grew beyond this for one large text is given back to the allocator.
const LARGEST_BYTES: usize = 2 << 20;

/// Emptied buffers of one kind.
pub(crate) type Shelf<T> = RefCell<Vec<Vec<T>>>;

thread_local! {
    pub(crate) static BYTES: Shelf<u8> = const { RefCell::new(Vec::new()) };
    pub(crate) static PIECES: Shelf<Piece> = const { RefCell::new(Vec::new()) };
    pub(crate) static CELLS: Shelf<Cell> = const { RefCell::new(Vec::new()) };
    pub(crate) static SPOTS: Shelf<Spot> = const { RefCell::new(Vec::new()) };
}

/// An empty buffer, a used one if there is any.
pub(crate) fn take<T>(shelf: &Shelf<T>) -> Vec<T> {
    shelf.borrow_mut().pop().unwrap_or_default()
}

/// Keeps the buffer for the next scan; what it held is gone.
pub(crate) fn give<T>(shelf: &Shelf<T>, mut buffer: Vec<T>) {
    buffer.clear();
    let mut kept = shelf.borrow_mut();
    let is_small = buffer.capacity() * size_of::<T>() <= LARGEST_BYTES;
    if buffer.capacity() > 0 && is_small && kept.len() < KEPT {
        kept.push(buffer);
    }
}
