//! The tree of worlds that a best-first search generates: each node is a step away from its
//! parent, and its state is made only when it is popped.

use motive_world::ground::StepId;
use motive_world::state::StateId;

/// The parent of those that are one step away from where the search starts.
pub(crate) const ROOT: u32 = u32::MAX;

/// A node, 20 bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    /// `None` until it is popped.
    pub(crate) state: Option<StateId>,
    /// Its parent's index, or [`ROOT`].
    pub(crate) parent: u32,
    /// The step that leads here.
    pub(crate) step: StepId,
    /// How many steps lead here.
    pub(crate) length: u32,
}

/// All nodes of one search, by index.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
}

impl Tree {
    /// Adds a node and returns its index.
    pub(crate) fn push(&mut self, parent: u32, step: StepId, length: u32) -> u32 {
        self.nodes.push(Node { state: None, parent, step, length });
        self.nodes.len() as u32 - 1
    }

    pub(crate) fn node(&self, index: u32) -> Node {
        self.nodes[index as usize]
    }

    /// Gives a popped node its state.
    pub(crate) fn set_state(&mut self, index: u32, state: StateId) {
        self.nodes[index as usize].state = Some(state);
    }

    /// The state of a node that has been popped; `start` for [`ROOT`].
    pub(crate) fn state(&self, index: u32, start: StateId) -> StateId {
        match index {
            ROOT => start,
            index => self.node(index).state.expect("parents have been popped"),
        }
    }

    /// Whether a node or one of its ancestors has this state.
    pub(crate) fn passes(&self, mut index: u32, state: StateId) -> bool {
        while index != ROOT {
            let node = self.node(index);
            if node.state == Some(state) {
                return true;
            }
            index = node.parent;
        }
        false
    }

    /// The steps that lead to a node.
    pub(crate) fn path(&self, mut index: u32) -> Vec<StepId> {
        let mut steps = vec![];
        while index != ROOT {
            let node = self.node(index);
            steps.push(node.step);
            index = node.parent;
        }
        steps.reverse();
        steps
    }

    pub(crate) fn clear(&mut self) {
        self.nodes.clear();
    }

    /// Bytes that the nodes take.
    pub(crate) fn memory(&self) -> usize {
        self.nodes.capacity() * size_of::<Node>()
    }
}
