import type { TokenKind } from '../contracts/classes.ts';
import type { Surface, TokenEntry } from '../contracts/vault.ts';
import { identitiesOf, nameWords } from './fold.ts';
import { tokenText } from './tokens.ts';

/** One way of writing an entity, with its token. An erased one has no value. */
export type Line = {
  readonly token: string;
  readonly kind: TokenKind;
  readonly index: number;
  readonly alias: number;
  readonly entity: number;
  readonly value: string | undefined;
  readonly isNumber: boolean;
};
/** That an entity is this record among those of its type. */
export type Anchor = { readonly entity: number; readonly type: string; readonly id: string };
export type Allocated = { readonly tokens: readonly string[]; readonly lines: readonly Line[]; readonly anchors: readonly Anchor[] };

/** A facet of an entity: the writings of one name or number, which share an index. */
type Spot = { readonly kind: TokenKind; readonly index: number; readonly owner: Entity; aliases: number };
type Entity = { readonly id: number; readonly number: number; readonly records: Map<string, string> };
type Held = { readonly token: string; readonly spot: Spot };

/**
 * The tokens of one thread and the rule by which new ones are given. It knows nothing of storage: what `allocate` adds
 * has to be kept, or the book thrown away.
 *
 * Which entity a value is: the token it is said to be another writing of; else one that is written exactly so; else one
 * whose name or number is the same once folded; else, for an e-mail or telephone number, the person of the object it
 * stands in; else a new one. A name in a typed record is never an entity that is known to be another record of that type.
 */
export class Book {
  readonly #byWriting = new Map<string, Held[]>();
  readonly #byIdentity = new Map<string, Spot[]>();
  readonly #byToken = new Map<string, Spot>();
  readonly #entities = new Map<number, Entity>();
  readonly #spots = new Map<string, Spot>();
  readonly #highest = new Map<TokenKind, number>();
  #lastEntity = 0;
  #entries: TokenEntry[] = [];
  readonly #erased = new Set<string>();

  /** A new list after each change, so that what is built from it can be kept by it. */
  get entries(): readonly TokenEntry[] {
    return this.#entries;
  }

  get erased(): ReadonlySet<string> {
    return this.#erased;
  }

  get lastEntity(): number {
    return this.#lastEntity;
  }

  /** Takes over lines as stored. */
  load(lines: readonly Line[], anchors: readonly Anchor[]): void {
    for (const line of lines) this.#enter(line);
    for (const anchor of anchors) {
      // An expired entity's number is not given to another one, or it would inherit its records.
      this.#lastEntity = Math.max(this.#lastEntity, anchor.entity);
      this.#entities.get(anchor.entity)?.records.set(anchor.type, anchor.id);
    }
    this.#entries = this.#entries.slice();
  }

  /** The token of each value when all of them are known and there is nothing to note; the way most calls take. */
  known(surfaces: readonly Surface[]): readonly string[] | undefined {
    const tokens: string[] = [];
    for (const surface of surfaces) {
      const held = this.#writtenSo(surface);
      if (!held) return undefined;
      const { record } = surface;
      if (record && named(surface) && held.spot.owner.records.get(record.type) !== record.id) return undefined;
      tokens.push(held.token);
    }
    return tokens;
  }

  allocate(surfaces: readonly Surface[]): Allocated {
    const made: { lines: Line[]; anchors: Anchor[] } = { lines: [], anchors: [] };
    const tokens: string[] = [];
    const groups = grouped(surfaces);
    for (const [at, surface] of surfaces.entries()) {
      if (tokens[at] !== undefined) continue;
      const group = surface.group === undefined ? undefined : groups.get(surface.group);
      if (group) this.#allocateGroup(group, surfaces, tokens, made);
      else tokens[at] = this.#allocateOne(surface, undefined, made).token;
    }
    if (made.lines.length > 0) this.#entries = this.#entries.slice();
    return { tokens, ...made };
  }

  /** Names first, the fullest before its parts; what belongs to a person then finds its owner. */
  #allocateGroup(group: Group, surfaces: readonly Surface[], tokens: string[], made: { lines: Line[]; anchors: Anchor[] }): void {
    let owner: Held | undefined;
    for (const names of [group.people, group.firms]) {
      let head: { held: Held; words: readonly string[] } | undefined;
      for (const at of names) {
        const surface = surfaces[at];
        if (!surface) continue;
        const words = nameWords(surface.value);
        const isPart = head !== undefined && words.every((word) => head?.words.includes(word));
        // Only the object's own name is the record's; a second, other name in it is somebody else.
        const { record: _record, ...free } = surface;
        const asked = isPart && head ? { ...surface, aliasOf: head.held.token } : head ? free : surface;
        const held = this.#allocateOne(asked, undefined, made);
        tokens[at] = held.token;
        head ??= { held, words };
      }
      owner ??= head?.held;
    }
    for (const at of group.others) {
      const surface = surfaces[at];
      if (surface) tokens[at] = this.#allocateOne(surface, owner?.spot.owner, made).token;
    }
  }

  #allocateOne(surface: Surface, owner: Entity | undefined, made: { lines: Line[]; anchors: Anchor[] }): Held {
    const held = this.#aliasOf(surface) ?? this.#writtenSo(surface);
    if (held) return this.#anchored(held, surface, made.anchors);
    const spot = this.#spotFor(surface, owner);
    const alias = spot.aliases + 1;
    const { kind, index } = spot;
    const line: Line = {
      token: tokenText(kind, index, alias),
      kind,
      index,
      alias,
      entity: spot.owner.id,
      value: surface.value,
      isNumber: surface.isNumber ?? false,
    };
    made.lines.push(line);
    this.#enter(line);
    return this.#anchored({ token: line.token, spot }, surface, made.anchors);
  }

  /** This writing of the very entity that was named, if it is there already. */
  #aliasOf({ kind, value, aliasOf, isNumber }: Surface): Held | undefined {
    const owner = aliasOf === undefined ? undefined : this.#byToken.get(aliasOf)?.owner;
    return owner && this.#byWriting.get(writing(kind, value, isNumber))?.find((held) => held.spot.owner === owner);
  }

  #writtenSo(surface: Surface): Held | undefined {
    if (surface.aliasOf !== undefined && this.#byToken.has(surface.aliasOf)) return this.#aliasOf(surface);
    return this.#byWriting.get(writing(surface.kind, surface.value, surface.isNumber))?.find((held) => mayBe(held.spot.owner, surface));
  }

  #spotFor(surface: Surface, owner: Entity | undefined): Spot {
    const { kind, value, aliasOf } = surface;
    const said = aliasOf === undefined ? undefined : this.#byToken.get(aliasOf);
    if (said?.kind === kind) return said;
    for (const identity of identitiesOf(kind, value)) {
      const alike = this.#byIdentity.get(writing(kind, identity))?.find((spot) => mayBe(spot.owner, surface));
      if (alike) return alike;
    }
    return this.#newSpot(kind, said?.owner ?? owner);
  }

  #newSpot(kind: TokenKind, owner: Entity | undefined): Spot {
    const next = (this.#highest.get(kind) ?? 0) + 1;
    const index = owner && !this.#spots.has(place(kind, owner.number)) ? owner.number : next;
    return this.#spot(kind, index, owner?.id ?? this.#lastEntity + 1);
  }

  #spot(kind: TokenKind, index: number, entityId: number): Spot {
    const known = this.#spots.get(place(kind, index));
    if (known) return known;
    const owner = this.#entities.get(entityId) ?? { id: entityId, number: index, records: new Map<string, string>() };
    const spot: Spot = { kind, index, owner, aliases: 0 };
    this.#entities.set(entityId, owner);
    this.#lastEntity = Math.max(this.#lastEntity, entityId);
    this.#spots.set(place(kind, index), spot);
    this.#highest.set(kind, Math.max(this.#highest.get(kind) ?? 0, index));
    return spot;
  }

  #enter({ token, kind, index, alias, entity, value, isNumber }: Line): void {
    const spot = this.#spot(kind, index, entity);
    spot.aliases = Math.max(spot.aliases, alias);
    // An erased writing holds its token and is otherwise unknown: the same value seen again is somebody new.
    if (value === undefined) {
      this.#erased.add(token);
      return;
    }
    this.#byToken.set(token, spot);
    push(this.#byWriting, writing(kind, value, isNumber), { token, spot });
    for (const identity of identitiesOf(kind, value)) {
      const alike = this.#byIdentity.get(writing(kind, identity));
      if (!alike?.includes(spot)) push(this.#byIdentity, writing(kind, identity), spot);
    }
    this.#entries.push({ token, kind, value, ...(isNumber ? { isNumber } : {}) });
  }

  #anchored(held: Held, surface: Surface, anchors: Anchor[]): Held {
    const { record } = surface;
    const { owner } = held.spot;
    if (record && named(surface) && !owner.records.has(record.type)) {
      owner.records.set(record.type, record.id);
      anchors.push({ entity: owner.id, type: record.type, id: record.id });
    }
    return held;
  }
}

type Group = { readonly people: number[]; readonly firms: number[]; readonly others: number[] };

function grouped(surfaces: readonly Surface[]): ReadonlyMap<number, Group> {
  const groups = new Map<number, Group>();
  for (const [at, { kind, group: number }] of surfaces.entries()) {
    if (number === undefined) continue;
    const group = groups.get(number) ?? { people: [], firms: [], others: [] };
    groups.set(number, group);
    (kind === 'PERSON' ? group.people : kind === 'ORG' ? group.firms : group.others).push(at);
  }
  const length = (at: number): number => surfaces[at]?.value.length ?? 0;
  for (const { people, firms } of groups.values()) for (const names of [people, firms]) names.sort((a, b) => length(b) - length(a));
  return groups;
}

/** Only names are told apart by their record: one mailbox is one mailbox, whoever shares it. */
function named({ kind }: Surface): boolean {
  return kind === 'PERSON' || kind === 'ORG';
}

function mayBe(entity: Entity, surface: Surface): boolean {
  if (!surface.record || !named(surface)) return true;
  const id = entity.records.get(surface.record.type);
  return id === undefined || id === surface.record.id;
}

function writing(kind: TokenKind, value: string, isNumber = false): string {
  return `${kind}${isNumber ? '\u0001' : '\u0000'}${value}`;
}

function place(kind: TokenKind, index: number): string {
  return `${kind}_${index}`;
}

function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
