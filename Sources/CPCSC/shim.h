#include <winscard.h>
#include <reader.h>

/* The importer cannot take the address of a global for us. */
static inline const SCARD_IO_REQUEST *peony_pci_t1(void) { return SCARD_PCI_T1; }
static inline const SCARD_IO_REQUEST *peony_pci_t0(void) { return SCARD_PCI_T0; }
