//! Ids: `u32` newtypes that index the tables of a program or of a grounded world.

/// Declares a `u32` newtype that indexes one table.
macro_rules! id_newtype {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(pub u32);

        impl $name {
            /// The position in the table that this id indexes.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }

            /// The id of the entry at `index`.
            ///
            /// # Panics
            /// If the table has more than `u32::MAX` entries, which no front end or grounding
            /// lets happen.
            #[must_use]
            pub fn at(index: usize) -> Self {
                Self(u32::try_from(index).expect("a table of more than u32::MAX entries"))
            }
        }
    };
}

pub(crate) use id_newtype;

id_newtype! {
    /// A [`Type`](crate::program::Type) of a program.
    TypeId
}
id_newtype! {
    /// An [`Entity`](crate::program::Entity) of a program.
    EntityId
}
id_newtype! {
    /// A character. Characters come first among the entities, in the same order, so
    /// `CharacterId(n)` is `EntityId(n)`.
    CharacterId
}
id_newtype! {
    /// A [`FluentSchema`](crate::program::FluentSchema) of a program: the fluent before its
    /// parameters have values.
    FluentSchemaId
}
id_newtype! {
    /// An [`ActionSchema`](crate::program::ActionSchema) of a program.
    ActionSchemaId
}
id_newtype! {
    /// A [`TriggerSchema`](crate::program::TriggerSchema) of a program.
    TriggerSchemaId
}
id_newtype! {
    /// A variable of one [`Scope`](crate::program::Scope): a parameter, or bound by a quantifier.
    VariableId
}

impl CharacterId {
    /// The same character as an entity.
    #[must_use]
    pub const fn entity(self) -> EntityId {
        EntityId(self.0)
    }
}
