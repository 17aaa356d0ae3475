package io.atalaya.contract;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private final JavaClasses contract =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.atalaya.contract");

  @Test
  void contract_depends_on_the_jdk_alone() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.atalaya.contract..", "java..", "javax.crypto..", "org.jspecify..")
        .because("both programs share it: whatever it dragged in would be in both")
        .check(contract);
  }

  @Test
  void contract_packages_have_no_cycles() {
    slices()
        .matching("io.atalaya.contract.(*)..")
        .should()
        .beFreeOfCycles()
        .because("a package is read on its own")
        .check(contract);
  }
}
