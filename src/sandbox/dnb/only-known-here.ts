/** Companies no other system of the sandbox knows: what an account about one of them leaves empty, the register can say. */
export const onlyKnownHere = [
  {
    name: 'Tannhof Fördertechnik GmbH',
    country: 'DE',
    street: 'Werkstraße 18',
    city: 'Kassel',
    postalCode: '34117',
    phone: '+49 561 5550 140',
    registrationNumber: 'DE129273398',
  },
  {
    name: 'Ashgrove Bearings Ltd',
    country: 'GB',
    street: '21 Mill Lane',
    city: 'Derby',
    postalCode: 'DE1 2QY',
    phone: '+44 1332 555 0150',
  },
  {
    name: 'Vertemont Levage SAS',
    country: 'FR',
    street: '4 rue des Forges',
    city: 'Dijon',
    postalCode: '21000',
    phone: '+33 3 80 55 50 16',
  },
  {
    name: 'Oldbrook Castings Ltd',
    country: 'GB',
    street: '2 Foundry Yard',
    city: 'Walsall',
    postalCode: 'WS1 1AA',
    phone: '+44 1922 555 0170',
    isActive: false,
  },
] as const;
