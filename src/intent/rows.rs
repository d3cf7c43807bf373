//! What the runs of a table say: a row each, with a column for everybody who may be spoken for; and sums of rows.
//!
//! Must not know which run a row belongs to, nor who a column is.

use std::cmp::Reverse;

use super::rules::index;

/// So many columns a row has.
pub const COLUMNS: usize = 64;

/// What a run says, in units above [`NOTHING`]; as long as what the processor fetches at a time.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub struct Row([u8; COLUMNS]);

/// What says nothing: numbers without a sign are added up sooner.
const NOTHING: u8 = 128;

/// What a run says that speaks for few only: for whom, and in which units. Most runs are such, and are seldom there: they shall take
/// no room from the others.
#[derive(Clone, Copy, Debug, Default)]
struct Short([(u8, i8); FEW]);

/// So many are few.
const FEW: usize = 4;

/// What several rows say together, in units.
#[derive(Clone, Copy, Debug)]
pub struct Sums(pub [i32; COLUMNS]);

/// All rows, those first that say most: their runs are the most common, and what is often needed stands close together.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    long: Vec<Row>,
    /// Their numbers go on where those of the long ones end.
    short: Vec<Short>,
}

/// So many rows fit into small sums.
const AT_ONCE: usize = 255;

impl Rows {
    /// Takes rows, the first of which says nothing and stays the first; and tells the new number of each, by the old one.
    pub fn new(rows: &[Row]) -> (Self, Vec<u16>) {
        let mut order: Vec<(usize, u16, &Row)> =
            (0..).zip(rows).map(|(old, row)| (row.count(), old, row)).collect();
        if let Some(rows) = order.get_mut(1..) {
            rows.sort_by_key(|(count, ..)| Reverse(*count));
        }
        let (mut all, mut numbers) = (Self::default(), vec![0; order.len()]);
        for (&(count, old, row), new) in order.iter().zip(0..) {
            if let Some(number) = numbers.get_mut(usize::from(old)) {
                *number = new;
            }
            if new == 0 || count > FEW {
                all.long.push(*row);
            } else {
                all.short.push(Short::new(row));
            }
        }
        (all, numbers)
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.long.len() + self.short.len()
    }

    /// What a row says for a column.
    pub fn units(&self, row: u16, column: usize) -> i8 {
        let one = self.sum(&[row.into()]);
        one.0.get(column).and_then(|&units| i8::try_from(units).ok()).unwrap_or(0)
    }

    /// Adds up rows.
    pub fn sum(&self, rows: &[u32]) -> Sums {
        let mut sums = Sums::default();
        for rows in rows.chunks(AT_ONCE) {
            let (mut some, mut nothing) = ([0_u16; COLUMNS], 0);
            for &row in rows {
                if let Some(row) = self.long.get(index(row)) {
                    some.iter_mut().zip(row.0).for_each(|(sum, units)| *sum += u16::from(units));
                    nothing += i32::from(NOTHING);
                } else if let Some(short) = self.short.get(index(row) - self.long.len()) {
                    short.add_to(&mut sums);
                }
            }
            sums.0.iter_mut().zip(some).for_each(|(sum, some)| *sum += i32::from(some) - nothing);
        }
        sums
    }
}

impl Row {
    /// Says so many units for a column; whether there is one.
    pub fn say(&mut self, column: usize, units: i8) -> bool {
        let place = self.0.get_mut(column);
        place.map(|it| *it = NOTHING.wrapping_add_signed(units)).is_some()
    }

    /// For how many columns it says something.
    fn count(&self) -> usize {
        self.0.iter().filter(|&&units| units != NOTHING).count()
    }

    /// The columns for which it says something, and what.
    fn said(&self) -> impl Iterator<Item = (u8, i8)> {
        let units = self.0.iter().map(|units| units.wrapping_sub(NOTHING).cast_signed());
        (0..).zip(units).filter(|it| it.1 != 0)
    }
}

impl Short {
    fn new(row: &Row) -> Self {
        let mut short = Self::default();
        short.0.iter_mut().zip(row.said()).for_each(|(place, said)| *place = said);
        short
    }

    #[inline]
    fn add_to(self, sums: &mut Sums) {
        for (column, units) in self.0 {
            if let Some(sum) = sums.0.get_mut(usize::from(column)) {
                *sum += i32::from(units);
            }
        }
    }
}

impl Default for Row {
    fn default() -> Self {
        Self([NOTHING; COLUMNS])
    }
}

impl Default for Sums {
    fn default() -> Self {
        Self([0; COLUMNS])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rows_add_up_whatever_they_say(
            said in proptest::collection::vec(proptest::collection::vec((0..COLUMNS, -127..=127_i8), 0..9), 1..9),
            wanted in proptest::collection::vec(0..9_usize, 0..600)
        ) {
            let mut rows = vec![Row::default()];
            let mut plain = vec![[0_i32; COLUMNS]];
            for said in &said {
                let (mut row, mut units) = (Row::default(), [0; COLUMNS]);
                for &(column, some) in said {
                    prop_assert!(row.say(column, some));
                    units[column] = i32::from(some);
                }
                rows.push(row);
                plain.push(units);
            }
            let (all, numbers) = Rows::new(&rows);
            prop_assert_eq!((all.len(), numbers[0]), (rows.len(), 0));
            let wanted: Vec<usize> = wanted.into_iter().filter(|&it| it < rows.len()).collect();
            let sums = all.sum(&wanted.iter().map(|&it| u32::from(numbers[it])).collect::<Vec<_>>());
            for column in 0..COLUMNS {
                prop_assert_eq!(sums.0[column], wanted.iter().map(|&it| plain[it][column]).sum::<i32>());
                let each = numbers.iter().map(|&row| i32::from(all.units(row, column)));
                prop_assert_eq!(each.collect::<Vec<_>>(), plain.iter().map(|it| it[column]).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn there_are_only_so_many_columns() {
        assert!(!Row::default().say(COLUMNS, 1));
    }
}
