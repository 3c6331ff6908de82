//! Buffers that are used again, so that scanning does not allocate once a thread is warm.

use std::cell::{self, RefCell};

/// As many layers as are ever alive at once.
const KEPT: usize = 8;
/// What a thread keeps in large buffers; one beyond that goes back to the allocator.
const KEPT_BYTES: usize = 24 << 20;
/// Smaller ones are not counted.
const LARGE: usize = 32 << 10;

thread_local! {
    static BYTES_KEPT: cell::Cell<usize> = const { cell::Cell::new(0) };
    pub(crate) static BYTES: Shelf<u8> = const { Shelf::new() };
    pub(crate) static PLACES: Shelf<u32> = const { Shelf::new() };
}

/// Emptied buffers of one kind.
pub(crate) struct Shelf<T>(RefCell<Vec<Vec<T>>>);

impl<T> Shelf<T> {
    pub(crate) const fn new() -> Self {
        Self(RefCell::new(Vec::new()))
    }

    /// An empty buffer, a used one if there is any.
    pub(crate) fn take(&self) -> Vec<T> {
        let Some(buffer) = self.0.borrow_mut().pop() else { return Vec::new() };
        let bytes = buffer.capacity() * size_of::<T>();
        if bytes >= LARGE {
            BYTES_KEPT.set(BYTES_KEPT.get().saturating_sub(bytes));
        }
        buffer
    }

    /// Keeps the buffer for the next scan; what it held is gone.
    pub(crate) fn give(&self, mut buffer: Vec<T>) {
        buffer.clear();
        let bytes = buffer.capacity() * size_of::<T>();
        let mut kept = self.0.borrow_mut();
        if bytes == 0 || kept.len() >= KEPT {
            return;
        }
        if bytes >= LARGE {
            let in_all = BYTES_KEPT.get() + bytes;
            if in_all > KEPT_BYTES {
                return;
            }
            BYTES_KEPT.set(in_all);
        }
        kept.push(buffer);
    }
}
